import { NoAblation } from "@/components/shell/no-ablation";

export function NothingToCompare() {
  return (
    <NoAblation title="Compare arms">
      Once its evaluations finish, an ablation's arms stand here side by side: a dot a seed, means with
      intervals, and what the differences do and do not show.
    </NoAblation>
  );
}
