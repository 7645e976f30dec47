import { redirect } from "next/navigation";
import { routes } from "@/lib/domain/routes";

export default function Home() {
  redirect(routes.ablations());
}
