"use client";

/** Shown when even the layout failed, so it must not rely on anything of ours. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <html lang="en">
      <body
        style={{
          fontFamily: "system-ui, sans-serif",
          margin: "3rem auto",
          maxWidth: "34rem",
          lineHeight: 1.5,
        }}
      >
        <h1 style={{ fontSize: "1.1rem" }}>Stepwell could not draw this page</h1>
        <p>{error.message}</p>
        <p>Is the database running? The command npm run doctor says what is missing and how to mend it.</p>
        {error.digest ? <p>Number in the server's log: {error.digest}</p> : null}
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}
