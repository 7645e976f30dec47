import type { ColumnMetaData, SchemaTree } from "hyparquet";
import { type ThriftStruct, walkThrift } from "./compact-thrift";
import type { ImportFile } from "./importer";
import { checkPage, LARGEST_PAGE, MOST_VALUES, type PageShape } from "./parquet-runs";

/** Page headers carry the least and the largest value, which may be whole texts; they are read by so much first. */
const HEADER_BYTES = 4_096;
const LONGEST_HEADER = 16 << 20;
const [DATA_PAGE, INDEX_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2] = [0, 1, 2, 3];

/** A column as the schema has it, and where its bytes stand. */
export interface ColumnChunk {
  /** From the root of the schema to the column. */
  path: readonly SchemaTree[];
  data: ColumnMetaData;
}

/**
 * Walks the pages of a column before they are decoded: a reader that believes what a damaged header announces would fill
 * the memory, or never come back.
 *
 * Throws an Error where a page announces more than there is, or than can be held.
 */
export async function checkPages(file: ImportFile, { path, data }: ColumnChunk): Promise<void> {
  const start = Number(data.dictionary_page_offset || data.data_page_offset);
  const end = start + Number(data.total_compressed_size);
  if (!(start >= 0 && start <= end && end <= file.bytes))
    throw new Error("its footer is damaged: a column lies outside of the file");
  for (let at = start; at < end - 1; ) {
    const { struct, end: headerEnd } = await headerAt(file, at, end);
    const page = pageOf(struct, path);
    if (page.packedBytes > end - headerEnd) throw damagedPage();
    if (page.type !== INDEX_PAGE)
      checkPage(await file.read(headerEnd, headerEnd + page.packedBytes), page, data.codec);
    at = headerEnd + page.packedBytes;
  }
}

async function headerAt(file: ImportFile, at: number, end: number) {
  for (let bytes = HEADER_BYTES; ; bytes *= 16) {
    const head = await file.read(at, Math.min(at + bytes, end));
    try {
      const { struct, end: length } = walkThrift(head);
      return { struct, end: at + length };
    } catch (error) {
      if (at + bytes >= end || bytes >= LONGEST_HEADER) throw error;
    }
  }
}

interface Page extends PageShape {
  type: number;
  packedBytes: number;
}

/** What a page header announces, held against what can be held. Fields: Apache Parquet, `PageHeader` of parquet.thrift. */
function pageOf(header: ThriftStruct, path: readonly SchemaTree[]): Page {
  const type = wholeOf(header, 1);
  const bytes = wholeOf(header, 2);
  const packedBytes = wholeOf(header, 3);
  if (bytes > LARGEST_PAGE)
    throw new Error(`a page of ${bytes} bytes is too large: at most ${LARGEST_PAGE} can be read`);
  const common = { type, bytes, packedBytes, ...levelsOf(path) };
  if (type === DATA_PAGE || type === DATA_PAGE_V2) return { ...common, ...dataOf(header, type) };
  const values = type === DICTIONARY_PAGE ? countOf(structOf(header, 7), 1) : 0;
  return { ...common, values, encoding: null, second: null };
}

function dataOf(header: ThriftStruct, type: number): Pick<PageShape, "values" | "encoding" | "second"> {
  const first = structOf(header, type === DATA_PAGE ? 5 : 8);
  const values = countOf(first, 1);
  if (type === DATA_PAGE) return { values, encoding: wholeOf(first, 2), second: null };
  const second = {
    ...{ nulls: countOf(first, 2), definitionBytes: wholeOf(first, 5), repetitionBytes: wholeOf(first, 6) },
    isPacked: first.get(7) !== false,
  };
  countOf(first, 3);
  return { values, encoding: wholeOf(first, 4), second };
}

function levelsOf(path: readonly SchemaTree[]) {
  const elements = path.slice(1).map(({ element }) => element);
  return {
    repetition: elements.filter(({ repetition_type }) => repetition_type === "REPEATED").length,
    definition: elements.filter(({ repetition_type }) => repetition_type !== "REQUIRED").length,
    isFlag: elements.at(-1)?.type === "BOOLEAN",
  };
}

function structOf(header: ThriftStruct, field: number): ThriftStruct {
  const found = header.get(field);
  if (!(found instanceof Map)) throw damagedPage();
  return found;
}

function wholeOf(struct: ThriftStruct, field: number): number {
  const found = struct.get(field);
  if (typeof found !== "number" || found < 0) throw damagedPage();
  return found;
}

function countOf(struct: ThriftStruct, field: number): number {
  const found = wholeOf(struct, field);
  if (found > MOST_VALUES)
    throw new Error(`a page of ${found} values is too long: at most ${MOST_VALUES} can be read`);
  return found;
}

const damagedPage = () => new Error("the header of a page is damaged");
