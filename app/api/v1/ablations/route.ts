export { GET } from "./list";
