import type { Metadata } from "next";
import { CurvesView } from "@/components/runs/detail/curves/curves-view";
import { runTitle } from "./read-run";

interface Props {
  params: Promise<{ id: string }>;
}

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params);

export default function RunPage() {
  return <CurvesView />;
}
