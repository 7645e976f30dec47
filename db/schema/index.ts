export * from "./ablations";
export * from "./evaluations";
export * from "./events";
export * from "./hosts";
export * from "./jobs";
export * from "./metrics";
export * from "./traces";
