// Answers a request the way a person does: opens the link, fills in the form that has the fields, presses its button.
import { load, type CheerioAPI } from 'cheerio';

/**
 * Sends the form with what it already holds and `entries`. Throws with what the page says when it is not taken. Resolves to the milliseconds
 * from the press of the button to the page that says so.
 */
export async function answer(link: string, entries: Record<string, string>): Promise<number> {
  const opened = await fetch(link);
  const page = load(await opened.text());
  if (!opened.ok) throw new Error(`The page behind ${link} cannot be opened (${opened.status}): ${saidBy(page)}`);
  const form = formWith(page, Object.keys(entries));
  const filled = new URLSearchParams(form.serializeArray().map(({ name, value }) => [name, value]));
  for (const [name, value] of Object.entries(entries)) filled.set(name, value);
  const pressed = performance.now();
  const response = await fetch(new URL(form.attr('action') ?? '', link), { method: 'POST', body: filled });
  const said = await response.text();
  if (response.ok) return performance.now() - pressed;
  throw new Error(`The answer was not taken (${response.status}): ${saidBy(load(said))}`);
}

/** Only the names of fields are relied on, not where or how the page shows them. */
function formWith(page: CheerioAPI, names: string[]) {
  const form = page('form')
    .filter((_, each) =>
      names.every((name) =>
        page(each)
          .find('[name]')
          .is((_, field) => page(field).attr('name') === name),
      ),
    )
    .first();
  if (form.length > 0) return form;
  const missing = names.filter((name) => page(`[name="${name}"]`).length === 0);
  throw new Error(`The page has no form with ${missing.join(', ') || names.join(', ')}; it says: ${saidBy(page)}`);
}

function saidBy(page: CheerioAPI): string {
  const alert = page('[role=alert], .error').text();
  return (alert || page('main, body').first().text()).replace(/\s+/g, ' ').trim().slice(0, 400);
}
