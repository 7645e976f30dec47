import type { Metadata } from "next";
import { ConfigurationView } from "@/components/runs/detail/configuration/configuration-view";
import { runTitle } from "../read-run";

interface Props {
  params: Promise<{ id: string }>;
}

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params, "Configuration");

export default function ConfigurationPage() {
  return <ConfigurationView />;
}
