/** What pip is doing, read from its lines (`--progress-bar raw`). Pure: a state and a line give a state. */
export interface PipProgress {
  collected: number;
  /** File under way, such as "torch-2.13.0". */
  file: string;
  /** Its size as pip names it: "530.1 MB". */
  size: string;
  percent: number | null;
  /** "132 of 527 MB" while it comes; empty if its size is unknown. */
  fetched: string;
  stage: "resolving" | "downloading" | "installing" | "done";
}

export const PIP_START: PipProgress = {
  collected: 0,
  file: "",
  size: "",
  percent: null,
  fetched: "",
  stage: "resolving",
};

function wheelName(path: string): string {
  const file = path.split(/[/\\]/).at(-1) ?? path;
  return file.split("-").slice(0, 2).join("-");
}

function megabytes(bytes: number): string {
  const all = bytes / 1e6;
  return all >= 10 ? Math.round(all).toLocaleString("en-US") : all.toFixed(1);
}

export function readPipLine(state: PipProgress, line: string): PipProgress {
  const text = line.trim();
  if (text.startsWith("Collecting ")) return { ...state, collected: state.collected + 1 };
  const download = /^(?:Downloading|Using cached) (\S+)(?: \(([^)]+)\))?/.exec(text);
  if (download?.[1] && !download[1].endsWith(".metadata"))
    return {
      ...state,
      stage: "downloading",
      file: wheelName(download[1]),
      size: download[2] ?? "",
      percent: null,
      fetched: "",
    };
  const progress = /^Progress (\d+) of (\d+)$/.exec(text);
  if (progress) {
    const [done, total] = [Number(progress[1]), Number(progress[2])];
    if (total === 0) return { ...state, percent: null, fetched: "" };
    const fetched = `${megabytes(done)} of ${megabytes(total)} MB`;
    return { ...state, percent: Math.floor((100 * done) / total), fetched };
  }
  if (text.startsWith("Installing collected packages")) return { ...state, stage: "installing" };
  if (text.startsWith("Successfully installed")) return { ...state, stage: "done" };
  return state;
}

/** One line for a person; a share of a download stands at its end as "(25%)" (lib/domain/preparation.ts reads it). */
export function pipText(state: PipProgress): string {
  if (state.stage === "installing") return "Trainer environment: unpacking and installing the packages";
  if (state.stage === "done") return "Trainer environment: installed";
  if (state.stage === "resolving")
    return `Trainer environment: choosing packages (${state.collected} looked at)`;
  if (state.percent !== null)
    return `Trainer environment: ${state.file}: ${state.fetched} (${state.percent}%)`;
  return `Trainer environment: ${state.file}${state.size ? ` (${state.size})` : ""}`;
}
