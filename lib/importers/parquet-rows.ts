import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadata,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { FileHead, ImportFile } from "./importer";

/** A column at the top of a file's schema. */
export interface ParquetColumn {
  name: string;
  /** Whether it holds floating-point numbers. */
  float: boolean;
}

/** A row, and its place in the file, from 1. */
export interface ParquetRow {
  number: number;
  values: Record<string, unknown>;
}

/** An index that pandas writes as a column. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/** A Parquet file that could be opened. */
export interface ParquetTable {
  columns: ParquetColumn[];
  /** Its rows in order, one row group in memory at a time; of the columns named, or of all. */
  rows(only?: readonly string[]): AsyncGenerator<ParquetRow>;
}

/** Opens a Parquet file, its footer alone being read. Throws an Error that says what is wrong with it. */
export async function openParquet(file: ImportFile): Promise<ParquetTable> {
  const buffer = bufferOf(file);
  const metadata = await parquetMetadataAsync(buffer);
  checkColumns(metadata);
  return { columns: columnsOf(metadata), rows: (only) => rowsOf(buffer, metadata, only) };
}

/**
 * A damaged footer may name columns that its schema has not, or a column twice. The reader then starts on columns that it
 * never waits for, and what goes wrong with them would end the process instead of the import.
 */
function checkColumns(metadata: FileMetaData): void {
  const schema = parquetSchema(metadata);
  const wanted = leavesOf(schema).map((path) => JSON.stringify(path));
  const names = schema.children.map(({ element }) => element.name);
  const fits = metadata.row_groups.every(
    ({ columns }) =>
      columns.length === wanted.length &&
      columns.every(({ meta_data: data }, i) => JSON.stringify(data?.path_in_schema) === wanted[i]),
  );
  if (!fits || new Set(names).size !== names.length)
    throw new Error("its footer is damaged: the columns are not those of its schema");
}

function leavesOf({ path, children }: SchemaTree): string[][] {
  return children.length === 0 ? [path] : children.flatMap(leavesOf);
}

function bufferOf(file: ImportFile): AsyncBuffer {
  return {
    byteLength: file.bytes,
    slice: async (start, end = file.bytes) =>
      copied(await file.read(Math.max(start, 0), Math.min(end, file.bytes))),
  };
}

/** Bytes as a buffer that holds nothing else: a view may begin within a larger one. */
const copied = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

async function* rowsOf(
  file: AsyncBuffer,
  metadata: FileMetaData,
  only?: readonly string[],
): AsyncGenerator<ParquetRow> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const columns = only ? { columns: [...only] } : {};
    const rows: Record<string, unknown>[] = await parquetReadObjects({
      ...{ file, metadata, rowStart, rowEnd, compressors },
      ...columns,
    });
    for (const [i, values] of rows.entries()) yield { number: rowStart + i + 1, values };
    rowStart = rowEnd;
  }
}

function columnsOf(metadata: FileMetaData): ParquetColumn[] {
  return parquetSchema(metadata)
    .children.map(({ element: { name, type } }) => ({ name, float: type === "DOUBLE" || type === "FLOAT" }))
    .filter(({ name }) => !PANDAS_INDEX.test(name));
}

const MAGIC = "PAR1";

/**
 * What the head of a file tells of its columns: their names where the whole file, and so its footer, lies in the head;
 * "unseen" of a longer Parquet file; null of anything else.
 */
export function headColumns({ head, bytes }: FileHead): Set<string> | "unseen" | null {
  if (new TextDecoder("latin1").decode(head.subarray(0, MAGIC.length)) !== MAGIC) return null;
  if (head.length < bytes) return "unseen";
  try {
    return new Set(columnsOf(parquetMetadata(copied(head))).map(({ name }) => name));
  } catch {
    return null;
  }
}
