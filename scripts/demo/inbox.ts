// Reads the mail catcher's inbox the way a person does: finds the mail that asks, and the link in it.

interface CaughtMail {
  id: string;
  subject: string;
  text: string;
  to: { address: string }[];
}

const patience = 120_000;

export class Inbox {
  readonly #url: string;
  readonly #answered = new Set<string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Waits for a mail to `address` on this milestone whose subject contains `about` and that was not answered yet. */
  async waitForLink(address: string, about: string, milestoneId: string): Promise<{ subject: string; link: string }> {
    return this.#waitFor(address, `about "${about}"`, '/r/', (mail) => {
      return mail.subject.includes(about) && mail.text.includes(milestoneId);
    });
  }

  /** Waits for a mail to `address` with a link whose path begins so. */
  async newestLink(address: string, path: string): Promise<string> {
    return (await this.#waitFor(address, `with a link to ${path}`, path, () => true)).link;
  }

  async #waitFor(
    address: string,
    what: string,
    path: string,
    isIt: (mail: CaughtMail) => boolean,
  ): Promise<{ subject: string; link: string }> {
    const link = new RegExp(`https?://[^\\s/]+${path}\\S+`);
    for (const deadline = Date.now() + patience; Date.now() < deadline;) {
      const found = (await this.#mails()).findLast(
        (mail) =>
          !this.#answered.has(mail.id) &&
          mail.to.some((each) => each.address === address) &&
          isIt(mail) &&
          link.test(mail.text),
      );
      if (found) {
        this.#answered.add(found.id);
        return { subject: found.subject, link: link.exec(found.text)?.[0] ?? '' };
      }
      await new Promise((wait) => setTimeout(wait, 300));
    }
    throw new Error(
      `No mail to ${address} ${what} arrived within ${patience / 1000} s; look at ${this.#url} and the service log.`,
    );
  }

  async #mails(): Promise<CaughtMail[]> {
    const response = await fetch(`${this.#url}/email`);
    if (!response.ok) throw new Error(`The inbox at ${this.#url} answers ${response.status}.`);
    return (await response.json()) as CaughtMail[];
  }
}
