export { codePointCounter, sliceCodePoints } from "./code-points";
export {
  continuationAnswer,
  INVALID_REASONS,
  type InvalidReason,
  type ParsedResponse,
  parseResponse,
  type TraceStepSpan,
} from "./grammar";
export { BYTES_PER_C, MISSING_BYTE, NOT_SCORED_BYTE } from "./solvability-bytes";
export { findTags, isBlank, TAGS, type Tag, trimBlanks } from "./tags";
