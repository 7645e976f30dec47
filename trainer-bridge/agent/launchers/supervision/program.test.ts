import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { pythonProgram } from "./program";

/** Names what a text imports beyond the standard library, once it is compiled. */
const FOREIGN = `
import ast, sys
names, known = set(), set(sys.stdlib_module_names)
def look(text):
    tree = ast.parse(text, feature_version=(3, 8))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "\\nimport " in node.value:
            look(node.value)
text = sys.stdin.read()
compile(text, "program", "exec")
look(text)
print(sorted(names - known))
`;

test.each(["slurm_job", "ray_supervisor", "remote_helper"] as const)(
  "%s is whole: Python 3.8 reads it, and it needs the standard library and itself only",
  (name) => {
    const ran = spawnSync("python3", ["-I", "-c", FOREIGN], { input: pythonProgram(name), encoding: "utf8" });
    expect(ran.stderr).toBe("");
    expect(ran.stdout.trim()).toBe("['supervision']");
  },
);

test("every module it imports is in it, each after what it needs", () => {
  const text = pythonProgram("remote_helper");
  const loaded = [...text.matchAll(/^_load\("(\w+)"/gm)].map(([, name]) => name);
  expect(loaded.indexOf("records")).toBeLessThan(loaded.indexOf("trainer"));
  expect(loaded.indexOf("trainer")).toBeLessThan(loaded.indexOf("remote_start"));
  expect(new Set(loaded).size).toBe(loaded.length);
});

test("a request over it is answered, whatever its folder is called", () => {
  const request = { op: "list", payload: 0, root: "/nowhere/$(x) é", kind: "jobs", of: "a", below: "." };
  const line = `${JSON.stringify(request)}\n`;
  const ran = spawnSync("python3", ["-ISc", pythonProgram("remote_helper")], {
    input: line,
    encoding: "utf8",
  });
  expect(ran.stdout).toBe('stepwell-answer {"ok": true, "answer": {"files": []}, "payload": 0}\n');
  const out = spawnSync("python3", ["-ISc", pythonProgram("remote_helper")], {
    input: `${JSON.stringify({ ...request, of: "../../etc" })}\n`,
    encoding: "utf8",
  });
  expect(out.stdout).toContain("leads out of");
});
