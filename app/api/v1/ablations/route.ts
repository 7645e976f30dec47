export { POST } from "./launch";
export { GET } from "./list";
