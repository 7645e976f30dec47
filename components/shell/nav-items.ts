import {
  Bell,
  ClipboardCheck,
  Columns3,
  FileCheck2,
  FlaskConical,
  FolderInput,
  ListOrdered,
  ListTree,
  type LucideIcon,
  Rows3,
  Server,
} from "lucide-react";
import { routes } from "@/lib/domain/routes";

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
}

/** The pages of the sidebar, in its order. */
export const NAV_ITEMS: readonly NavItem[] = [
  { href: routes.ablations(), label: "Ablations", icon: FlaskConical },
  { href: routes.runs(), label: "Runs", icon: Rows3 },
  { href: routes.traces(), label: "Traces", icon: ListTree },
  { href: routes.reviews(), label: "Review", icon: ClipboardCheck },
  { href: routes.compare(), label: "Compare", icon: Columns3 },
  { href: routes.reports(), label: "Reports", icon: FileCheck2 },
  { href: routes.imports(), label: "Imports", icon: FolderInput },
  { href: routes.queue(), label: "Queue", icon: ListOrdered },
  { href: routes.hosts(), label: "Hosts", icon: Server },
  { href: routes.notifications(), label: "Notifications", icon: Bell },
];
