/** A file that a person chose, with its path below the chosen folder. */
export interface ChosenFile {
  name: string;
  file: File;
}

const isHidden = (name: string) => name.split("/").some((part) => part.startsWith("."));

/** In the order of names, as a folder is read on a server. */
function inOrder(files: readonly ChosenFile[]): ChosenFile[] {
  return files
    .filter(({ name }) => !isHidden(name))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Files of a file input: single ones, or those of a folder by their paths below it. */
export function chosenFiles(list: Iterable<File>): ChosenFile[] {
  return inOrder(
    [...list].map((file) => ({ name: withoutRoot(file.webkitRelativePath) || file.name, file })),
  );
}

const withoutRoot = (path: string) => path.split("/").slice(1).join("/");

/** Files that were dropped, folders with all that is in them. */
export async function droppedFiles(items: DataTransferItemList): Promise<ChosenFile[]> {
  // The list is emptied when the event is over, so the entries are taken before anything is waited for.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(entries.map((entry) => filesBelow(entry, "")));
  const single = entries.length === 1 && entries[0]?.isDirectory;
  return inOrder(found.flat().map(({ name, file }) => ({ name: single ? withoutRoot(name) : name, file })));
}

async function filesBelow(entry: FileSystemEntry, above: string): Promise<ChosenFile[]> {
  const name = above === "" ? entry.name : `${above}/${entry.name}`;
  if (isFile(entry)) return [{ name, file: await new Promise<File>((take, fail) => entry.file(take, fail)) }];
  if (!isDirectory(entry)) return [];
  const reader = entry.createReader();
  const files: ChosenFile[] = [];
  // A folder is told in portions, and an empty one ends it.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((take, fail) => reader.readEntries(take, fail));
    if (portion.length === 0) return files;
    for (const each of portion) files.push(...(await filesBelow(each, name)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** What a person calls a choice: its folder, or its file; several files by their number. */
export function nameOfChoice(files: readonly ChosenFile[]): string {
  const [first] = files;
  if (!first) return "";
  const folder = first.file.webkitRelativePath.split("/")[0];
  if (folder) return folder;
  return files.length === 1 ? first.name : `${first.name} and ${files.length - 1} more`;
}
