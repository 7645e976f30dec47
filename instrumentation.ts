/** Called once when a server starts, before it answers. */
export async function register(): Promise<void> {
  // The bundler drops the branch of the other runtime only in this very form.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startReconciling } = await import("./lib/server/reconcile-loop");
    const { installExamples } = await import("./lib/server/install-examples");
    const { startNotifying } = await import("./lib/server/notify-loop");
    const { startCatchingUp } = await import("./lib/server/catch-up-facts");
    const { startResumingImports } = await import("./lib/server/resume-imports");
    await Promise.all([startReconciling(), installExamples()]);
    startNotifying();
    startCatchingUp();
    startResumingImports();
  }
}
