import type { Metadata } from "next";
import { CheckpointsView } from "@/components/runs/detail/checkpoints/checkpoints-view";
import { runTitle } from "../read-run";

interface Props {
  params: Promise<{ id: string }>;
}

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params, "Checkpoints");

export default function CheckpointsPage() {
  return <CheckpointsView />;
}
