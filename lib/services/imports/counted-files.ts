import type { ImportFile } from "@/lib/importers/importer";

export interface CountedFiles {
  files: ImportFile[];
  /** How far the files were read: a second look at the same bytes counts once. */
  bytesRead(): number;
  bytesTotal: number;
}

/** The same files, which tell how far they were read. */
export function countedFiles(files: readonly ImportFile[]): CountedFiles {
  const reached = files.map(() => 0);
  const reach = (i: number, end: number) => {
    reached[i] = Math.max(reached[i] ?? 0, end);
  };
  return {
    files: files.map((file, i) => ({
      ...file,
      read: (start, end) => {
        reach(i, end);
        return file.read(start, end);
      },
      async *lines() {
        for await (const line of file.lines()) {
          reach(i, line.end);
          yield line;
        }
        reach(i, file.bytes);
      },
    })),
    bytesRead: () => reached.reduce((sum, bytes) => sum + bytes, 0),
    bytesTotal: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
