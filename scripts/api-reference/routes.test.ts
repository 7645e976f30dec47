import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { API } from "@/lib/contracts/api";

const APP = fileURLToPath(new URL("../../app", import.meta.url));

function routeFiles(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) return routeFiles(path);
    return name === "route.ts" ? [path] : [];
  });
}

function endpointsOf(file: string): string[] {
  const path = `/${relative(APP, file).split(sep).slice(0, -1).join("/")}`.replace(/\[(\w+)\]/g, "{$1}");
  const source = readFileSync(file, "utf8");
  const methods = [
    ...source.matchAll(/export (?:const|async function|function) (GET|HEAD|POST|PUT|PATCH|DELETE)\b/g),
  ];
  return methods.map((m) => `${m[1]} ${path}`);
}

describe("the API reference", () => {
  it("holds every route of app/api and nothing else", () => {
    const built = routeFiles(join(APP, "api", "v1"))
      .flatMap(endpointsOf)
      .sort();
    expect(API.map((e) => `${e.method} ${e.path}`).sort()).toEqual(built);
  });
});
