// Reads the mail catcher's inbox and answers requests the way a person does: open the link, fill in the form, send it.

interface CaughtMail {
  id: string;
  subject: string;
  text: string;
  to: { address: string }[];
  time: string;
}

/** Waits for the newest mail to `address` about this milestone whose subject contains `about` and that was not answered yet; returns its link. */
export class Inbox {
  readonly #url: string;
  readonly #answered = new Set<string>();

  constructor(url: string) {
    this.#url = url;
  }

  async waitForLink(address: string, about: string, milestoneId: string): Promise<{ subject: string; link: string }> {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
      const mails = (await (await fetch(`${this.#url}/email`)).json()) as CaughtMail[];
      const found = mails.findLast(
        (mail) =>
          !this.#answered.has(mail.id) &&
          mail.subject.includes(about) &&
          mail.text.includes(milestoneId) &&
          mail.to.some((each) => each.address === address),
      );
      const link = found && /https?:\/\/\S+\/r\/\S+/.exec(found.text)?.[0];
      if (found && link) {
        this.#answered.add(found.id);
        return { subject: found.subject, link };
      }
      await new Promise((wait) => setTimeout(wait, 300));
    }
    throw new Error(
      `No mail to ${address} about "${about}" arrived within a minute; look at ${this.#url} and the service log.`,
    );
  }
}

/** Posts the form of the page behind `link` with its hidden fields and `entries`; throws with what the page says when refused. */
export async function answer(link: string, entries: Record<string, string>): Promise<void> {
  const page = await (await fetch(link)).text();
  const hidden = Object.fromEntries(
    [...page.matchAll(/<input\s+type='hidden'\s+name='([^']+)'\s+value='([^']*)'/g)].map(([, name, value]) => [
      name ?? '',
      value ?? '',
    ]),
  );
  const response = await fetch(link, { method: 'POST', body: new URLSearchParams({ ...hidden, ...entries }) });
  if (response.ok) return;
  const said = /<div class='error'[^>]*>(.*?)<\/div>/s.exec(await response.text())?.[1];
  throw new Error(
    `The answer was not taken (${response.status}): ${said?.replace(/<[^>]+>/g, '') ?? 'no reason given'}`,
  );
}
