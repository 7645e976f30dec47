/** Name of the migrated database that every test database is cloned from. */
export const TEMPLATE = "stepwell_template";
