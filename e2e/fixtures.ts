import { test as base, expect, type Page } from "@playwright/test";

/** Everything a page complained of, and what a test said it would. */
export class Complaints {
  private readonly heard: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(page: Page) {
    page.on("console", (message) => {
      if (message.type() === "error")
        this.heard.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.heard.push(`uncaught: ${error.stack ?? error.message}`));
    page.on("dialog", (dialog) => {
      this.heard.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("response", (response) => {
      if (response.status() >= 500) this.heard.push(`${response.status()}: ${response.url()}`);
    });
  }

  /** A complaint that belongs to what the test does, such as a page that is not there. */
  allow(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  unexpected(): string[] {
    return this.heard.filter((text) => !this.allowed.some((pattern) => pattern.test(text)));
  }
}

/** A page of the shared Stepwell. A console error, an uncaught error or a dialog nobody expected fails the test. */
export const test = base.extend<{ complaints: Complaints }>({
  baseURL: process.env.STEPWELL_E2E_URL,
  complaints: [
    async ({ page }, use) => {
      const complaints = new Complaints(page);
      await use(complaints);
      expect(complaints.unexpected()).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
