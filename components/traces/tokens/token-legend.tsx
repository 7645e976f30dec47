import { NumberField } from "@/components/ui/number-field";
import { FULL_NATS, type TokenMeasure } from "./prepare-tokens";

interface Props {
  measure: TokenMeasure;
  threshold: number;
  onThreshold: (nats: number) => void;
}

const SAYS: Record<TokenMeasure, { name: string; weak: string; strong: string }> = {
  logprob: { name: "Log-probability of the token written", weak: "0", strong: `−${FULL_NATS} or less` },
  entropy: { name: "Entropy of the policy before the token", weak: "0", strong: `${FULL_NATS} or more` },
};

/** What the colours of tokens mean, in nats, and from where on they are marked. */
export function TokenLegend({ measure, threshold, onThreshold }: Props) {
  const { name, weak, strong } = SAYS[measure];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2 text-xs">
      <span>{name} [nats]</span>
      <span className="inline-flex items-center gap-1.5">
        {weak}
        <span
          aria-hidden
          className="h-3 w-24 rounded-xs border"
          style={{
            background:
              "linear-gradient(to right, transparent, color-mix(in srgb, var(--warn) 40%, transparent))",
          }}
        />
        {strong}
      </span>
      <span className="inline-flex items-center gap-1.5">
        marked and underlined from
        <NumberField
          aria-label="Mark tokens from [nats]"
          className="h-6 w-14"
          value={threshold}
          onValueChange={(value) => {
            if (value !== null && value >= 0) onThreshold(value);
          }}
        />
        nats
      </span>
    </div>
  );
}
