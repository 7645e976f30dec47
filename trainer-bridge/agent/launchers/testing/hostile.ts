/**
 * Texts that mean something to a shell, to a template, to an engine's command line or to a terminal. Names, arguments
 * and values of launches may hold them: every launcher passes them on as they are, or refuses them by the field.
 */
export const HOSTILE_TEXTS = [
  "$(touch pwned)",
  "`touch pwned`",
  "'; touch pwned; '",
  '"; touch pwned; "',
  "a\nb\r\ttouch pwned",
  "-oProxyCommand=touch pwned",
  "--wrap=touch pwned",
  "#SBATCH --output=pwned",
  "~root/*?[a]{b,c}",
  "\\\\ % %h %j ! # & | > pwned",
  ["$", "{HOME} {{7*7}} <script>alert(1)</script>"].join(""),
  "'; drop table runs; --",
  "../../pwned",
  "é \u202e ☃ 😀",
  "",
];

/** Those without control characters and not empty, which engines take as values of their own. */
export const HOSTILE_LINES = HOSTILE_TEXTS.filter((text) => text !== "" && !/\p{Cc}/u.test(text));

/** Each text under a variable's name. */
export const HOSTILE_VARIABLES = Object.fromEntries(
  HOSTILE_TEXTS.map((text, index) => [`ODD_${index}`, text]),
);
