export { codePointCounter, sliceCodePoints } from "./code-points";
export {
  continuationAnswer,
  INVALID_REASONS,
  type InvalidReason,
  type ParsedResponse,
  parseResponse,
  type TraceStepSpan,
} from "./grammar";
export { findTags, isBlank, TAGS, type Tag, trimBlanks } from "./tags";
