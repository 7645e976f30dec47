import { POST as launch } from "./launch";
import { GET as list } from "./list";

export const GET = list;
export const POST = launch;
