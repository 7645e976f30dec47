import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { TraceExporter } from "./exporter";
import { labelsMethod } from "./labels";
import { LABELS_ONLY } from "./lines";
import { type Cell, type ColumnType, type Table, tableFor } from "./table-columns";

/** Rows of a row group, and the characters that end one earlier: both bound what is held. */
const ROWS = 5_000;
const CHARACTERS = 8_000_000;

const TYPES: Record<ColumnType, Partial<SchemaElement>> = {
  text: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  integer: { type: "INT32" },
  number: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
};

function schemaOf(columns: Table["columns"]): SchemaElement[] {
  const fields = columns.map(
    ({ name, type }): SchemaElement => ({ name, repetition_type: "OPTIONAL", ...TYPES[type] }),
  );
  return [{ name: "root", num_children: fields.length }, ...fields];
}

/** Writes rows and hands over the bytes so far, so that nothing of what was written stays in memory. */
class RowGroups {
  private readonly bytes = new ByteWriter();
  private rows: Cell[][] = [];
  private characters = 0;
  readonly metadata: { key: string; value: string }[] = [];
  private readonly writer: ParquetWriter;

  constructor(private readonly columns: Table["columns"]) {
    this.writer = new ParquetWriter({
      writer: this.bytes,
      schema: schemaOf(columns),
      kvMetadata: this.metadata,
      createdBy: "Stepwell",
    });
  }

  add(cells: readonly Cell[][]): void {
    for (const row of cells) {
      this.rows.push(row);
      for (const cell of row) if (typeof cell === "string") this.characters += cell.length;
    }
  }

  get isFull(): boolean {
    return this.rows.length >= ROWS || this.characters >= CHARACTERS;
  }

  /** The bytes of the rows since the last one. */
  async group(): Promise<Uint8Array> {
    const columnData = this.columns.map(({ name }, at) => ({
      name,
      data: this.rows.map((row) => row[at] ?? null),
    }));
    if (this.rows.length > 0) await this.writer.write({ columnData, rowGroupSize: this.rows.length });
    this.rows = [];
    this.characters = 0;
    return this.taken();
  }

  async end(): Promise<Uint8Array> {
    await this.writer.finish();
    return this.taken();
  }

  private taken(): Uint8Array {
    const taken = this.bytes.getBytes().slice();
    this.bytes.index = 0;
    return taken;
  }
}

/** The columns of the CSV with their types; the provenance is the file's metadata `stepwell.provenance`. */
export const parquet: TraceExporter = {
  format: "parquet",
  title: "Parquet",
  about: "The same tables with their types, and unknown values as nulls: for pandas, DuckDB and the like.",
  extension: ".parquet",
  mimeType: "application/vnd.apache.parquet",
  uses: ["rows", "labels", "threshold"],
  needs: () => LABELS_ONLY,
  method: (options, scorer) => [...labelsMethod(options, scorer), "A null is unknown."],
  async *write(traces, { options, labelScorer, tally, provenanceNow }) {
    const table = tableFor(options.rows, options, labelScorer);
    const groups = new RowGroups(table.columns);
    for await (const trace of traces) {
      const { cells, labels } = table.rowsOf(trace);
      if (cells.length === 0) tally.leaveOut(`traces without ${options.rows}`);
      else tally.wrote({ records: cells.length, labels });
      groups.add(cells);
      if (groups.isFull) yield await groups.group();
    }
    yield await groups.group();
    groups.metadata.push({ key: "stepwell.provenance", value: JSON.stringify(provenanceNow()) });
    yield await groups.end();
  },
};
