import { Select } from "@/components/ui/select";
import type { Order } from "./table-head";

const WORDS: Record<Order["sort"], Record<Order["order"], string>> = {
  trainStep: { desc: "Newest train step", asc: "First train step" },
  meanC: { asc: "Lowest mean c", desc: "Highest mean c" },
  drop: { desc: "Largest drop", asc: "Smallest drop" },
  disagreement: { desc: "Most disagreement", asc: "Least disagreement" },
  tokens: { desc: "Most tokens", asc: "Fewest tokens" },
  steps: { desc: "Most trace steps", asc: "Fewest trace steps" },
  reward: { desc: "Highest reward", asc: "Lowest reward" },
  outcome: { asc: "Wrong first", desc: "Right first" },
  advantage: { desc: "Highest advantage", asc: "Lowest advantage" },
};

interface Named {
  value: string;
  label: string;
  by: Order;
}

const ORDERS: readonly Named[] = Object.entries(WORDS).flatMap(([sort, words]) =>
  Object.entries(words).map(([order, label]) => ({
    value: `${sort} ${order}`,
    label,
    by: orderOf(sort, order),
  })),
);

function orderOf(sort: string, order: string): Order {
  const found = Object.keys(WORDS).find((key): key is Order["sort"] => key === sort);
  return { sort: found ?? "trainStep", order: order === "asc" ? "asc" : "desc" };
}

/** The order of the list in words: the heads of hidden columns sort too. */
export function OrderSelect({ sort, order, onOrder }: Order & { onOrder: (by: Order) => void }) {
  return (
    <Select
      aria-label="Order"
      value={`${sort} ${order}`}
      options={ORDERS}
      onValueChange={(value) => {
        const found = ORDERS.find((o) => o.value === value);
        if (found) onOrder(found.by);
      }}
    />
  );
}
