import { detectFormat, IMPORTERS } from "@/lib/importers";

/** Every format that can be imported, for a form. */
export function importableFormats() {
  return IMPORTERS.map(({ format, title, about, endings }) => ({
    format,
    title,
    about,
    endings: [...endings],
  }));
}

/** The format of files of which the beginnings came in base64. */
export function detectHeads(files: readonly { name: string; bytes: number; head: string }[]) {
  const found = detectFormat(
    files.map(({ name, bytes, head }) => ({ name, bytes, head: Buffer.from(head, "base64") })),
  );
  return found ?? { format: null, sure: 0 };
}
