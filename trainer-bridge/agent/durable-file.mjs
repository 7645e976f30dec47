// Plain JavaScript: shared with the supervisor, which runs without a loader.
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

function writeSynced(path, text, mode) {
  const file = openSync(path, "w", mode);
  try {
    const bytes = Buffer.from(text, "utf8");
    // A write may take part of the bytes only, as the last one on a disk that fills up.
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function syncDirectory(path) {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function throughTemporary(path, text, mode, place) {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeSynced(temporary, text, mode);
    place(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncDirectory(dirname(path));
}

export function writeAtomic(path, text, mode = 0o644) {
  throughTemporary(path, text, mode, (temporary) => renameSync(temporary, path));
}

export function createExclusively(path, text) {
  try {
    throughTemporary(path, text, 0o644, (temporary) => linkSync(temporary, path));
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}
