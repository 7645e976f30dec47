import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadata,
  parquetReadObjects,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from "hyparquet";
import { walkThrift } from "./compact-thrift";
import type { FileHead, ImportFile } from "./importer";
import { checkPages } from "./parquet-pages";
import { LARGEST_PAGE, MOST_VALUES } from "./parquet-runs";
import { unpackers } from "./unpack";

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

const MAGIC = "PAR1";
/** The footer's length and the magic letters behind it. */
const FOOTER_END = 8;
const LARGEST_FOOTER = 64 << 20;
const LARGEST_GROUP = 4 * LARGEST_PAGE;
/** Deeper than anything that is written for people to read. */
const DEEPEST = 32;

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
  const metadata = footerOf(await footerBytes(file));
  const schema = parquetSchema(metadata);
  checkColumns(metadata, schema);
  const rows = (only?: readonly string[]) => rowsOf(file, metadata, schema, only);
  return { columns: columnsOf(schema), rows };
}

/** The end of a file: its footer, that one's length and the magic letters. */
async function footerBytes(file: ImportFile): Promise<Uint8Array> {
  const end = await file.read(Math.max(file.bytes - FOOTER_END, 0), file.bytes);
  const length = footerLength(end);
  if (length > LARGEST_FOOTER) throw new Error(`its footer of ${length} bytes is too large to be read`);
  if (length + FOOTER_END > file.bytes) throw new Error("its footer is damaged, or the file is cut");
  return file.read(file.bytes - FOOTER_END - length, file.bytes);
}

function footerLength(end: Uint8Array): number {
  const magic = new TextDecoder("latin1").decode(end.subarray(-MAGIC.length));
  if (end.length < FOOTER_END || magic !== MAGIC)
    throw new Error("it does not end as Parquet does: it is cut, or it is something else");
  return new DataView(end.buffer, end.byteOffset + end.length - FOOTER_END).getUint32(0, true);
}

/**
 * What the footer at the end of these bytes says. The reader believes lengths and counts of children, and a damaged one
 * keeps it for ever: they are walked first. Geographic columns, which it looks for by those counts, nobody needs here.
 *
 * Throws an Error where it is damaged.
 */
function footerOf(bytes: Uint8Array): FileMetaData {
  const start = bytes.length - FOOTER_END - footerLength(bytes);
  if (start < 0) throw new Error("its footer is damaged");
  walkThrift(bytes.subarray(start, bytes.length - FOOTER_END));
  const metadata = parquetMetadata(copied(bytes), { geoparquet: false });
  checkSchema(metadata);
  return metadata;
}

/** Every element but the root is the child of one other, and none says that it has fewer than no children. */
function checkSchema({ schema }: FileMetaData): void {
  const open: number[] = [];
  for (const [i, { num_children: children = 0 }] of schema.entries()) {
    const parent = open.pop();
    if (i > 0 && parent === undefined) throw damagedSchema();
    if (parent !== undefined && parent > 1) open.push(parent - 1);
    if (children < 0 || children > schema.length || open.length > DEEPEST) throw damagedSchema();
    if (children > 0) open.push(children);
  }
  if (open.length > 0 || schema.length === 0) throw damagedSchema();
}

const damagedSchema = () => new Error("its footer is damaged: the schema does not add up");

/**
 * A damaged footer may name columns that its schema has not, or a column twice. The reader then starts on columns that it
 * never waits for, and what goes wrong with them would end the process instead of the import. One that says fewer rows
 * than there are would lose some, and one that says more would ask for memory that is not there.
 */
function checkColumns(metadata: FileMetaData, schema: SchemaTree): void {
  const wanted = leavesOf(schema).map(({ path }) => JSON.stringify(path));
  const names = schema.children.map(({ element }) => element.name);
  const fits = metadata.row_groups.every(
    ({ columns }) =>
      columns.length === wanted.length &&
      columns.every(({ meta_data: data }, i) => JSON.stringify(data?.path_in_schema) === wanted[i]),
  );
  if (!fits || new Set(names).size !== names.length)
    throw new Error("its footer is damaged: the columns are not those of its schema");
  const counts = metadata.row_groups.map(({ num_rows: rows }) => Number(rows));
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (counts.some((count) => !(count >= 0)) || rows !== Number(metadata.num_rows))
    throw new Error("its footer is damaged: the rows of its groups are not those of the file");
}

function leavesOf(tree: SchemaTree): SchemaTree[] {
  return tree.children.length === 0 ? [tree] : tree.children.flatMap(leavesOf);
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
  source: ImportFile,
  metadata: FileMetaData,
  schema: SchemaTree,
  only?: readonly string[],
): AsyncGenerator<ParquetRow> {
  const file = bufferOf(source);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    await checkGroup(source, group, schema, only);
    const rowEnd = rowStart + Number(group.num_rows);
    const columns = only ? { columns: [...only] } : {};
    const rows: Record<string, unknown>[] = await parquetReadObjects({
      ...{ file, metadata, rowStart, rowEnd, compressors: unpackers },
      ...columns,
    });
    for (const [i, values] of rows.entries()) yield { number: rowStart + i + 1, values };
    rowStart = rowEnd;
  }
}

/** A row group stands in memory as a whole: none that would not fit there is begun, and none with damaged pages. */
async function checkGroup(
  file: ImportFile,
  group: RowGroup,
  schema: SchemaTree,
  only?: readonly string[],
): Promise<void> {
  const wanted = group.columns.flatMap(({ meta_data: data }) =>
    data && (only?.includes(data.path_in_schema[0] ?? "") ?? true) ? [data] : [],
  );
  const bytes = wanted.reduce((sum, { total_uncompressed_size: size }) => sum + Number(size), 0);
  if (bytes > LARGEST_GROUP || Number(group.num_rows) > MOST_VALUES)
    throw new Error(
      `a row group of ${group.num_rows} rows and ${bytes} bytes is too large: write the file with smaller row groups`,
    );
  for (const data of wanted) await checkPages(file, { path: pathTo(schema, data.path_in_schema), data });
}

/** The elements from the root to a column. */
function pathTo(root: SchemaTree, names: readonly string[]): SchemaTree[] {
  const path = [root];
  for (const name of names) {
    const next = path.at(-1)?.children.find(({ element }) => element.name === name);
    if (next) path.push(next);
  }
  return path;
}

function columnsOf(schema: SchemaTree): ParquetColumn[] {
  return schema.children
    .map(({ element: { name, type } }) => ({ name, float: type === "DOUBLE" || type === "FLOAT" }))
    .filter(({ name }) => !PANDAS_INDEX.test(name));
}

/**
 * What the head of a file tells of its columns: their names where the whole file, and so its footer, lies in the head;
 * "unseen" of a longer Parquet file; null of anything else.
 */
export function headColumns({ head, bytes }: FileHead): Set<string> | "unseen" | null {
  if (new TextDecoder("latin1").decode(head.subarray(0, MAGIC.length)) !== MAGIC) return null;
  if (head.length < bytes) return "unseen";
  try {
    return new Set(columnsOf(parquetSchema(footerOf(head))).map(({ name }) => name));
  } catch {
    return null;
  }
}
