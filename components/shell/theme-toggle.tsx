"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useId, useState } from "react";
import { THEME_COOKIE, type Theme } from "@/lib/domain/theme";

const CHOICES = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

const YEAR_SECONDS = 31_536_000;

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  // The CookieStore API is missing in Safari before 18.4, so the old way it is, in one place.
  const cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  Reflect.set(document, "cookie", cookie);
}

/** System, light or dark; remembered in a cookie that the server reads. */
export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const name = useId();
  return (
    <fieldset className="inline-flex items-center gap-0.5 rounded-md border p-0.5">
      <legend className="sr-only">Colours</legend>
      {CHOICES.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          title={label}
          className="flex size-6 cursor-pointer items-center justify-center rounded text-ink-3 hover:text-ink has-checked:bg-ink/8 has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-(--focus)"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={theme === value}
            onChange={() => {
              setTheme(value);
              apply(value);
            }}
          />
          <Icon aria-hidden className="size-3.5" />
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
