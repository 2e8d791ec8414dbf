// The two pages of the development issuer: who is it, and shall they be signed out. Plain forms, no script.
import { samplePeople } from './samplePeople.ts';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font:17px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#17222e;background:#fff}
button{font:inherit;display:block;width:100%;text-align:left;margin:.4rem 0;padding:.6rem .8rem;border:1px solid #5b6b7b;border-radius:8px;background:#fff;color:#17222e;cursor:pointer}
input{font:inherit;padding:.5rem;width:100%;box-sizing:border-box;border:1px solid #5b6b7b;border-radius:8px}p{color:#4c5f72}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;

/** One button for each of the sample people, and a field for everybody else. */
export const signInPage = (action: string): string =>
  page(
    'Development issuer: who are you?',
    `<p>Nobody proves anything here. It runs on this machine alone, so that you can look at the service as one of its sample people.</p>
${samplePeople
  .map(
    ({ address, name, says }) =>
      `<form method="post" action="${escaped(action)}"><input type="hidden" name="address" value="${escaped(address)}"><button><strong>${escaped(name)}</strong>, ${escaped(says)}</button></form>`,
  )
  .join('\n')}
<form method="post" action="${escaped(action)}"><p><label for="address">Anybody else of the firm, by their address in your own engagement</label></p><input id="address" name="address" type="email" required maxlength="254"><button>Sign in</button></form>`,
  );

/** `form` is the issuer's own, with a token in it. */
export const signOutPage = (form: string): string =>
  page(
    'Development issuer: sign out?',
    `${form}<button autofocus type="submit" form="op.logoutForm" value="yes" name="logout">Yes, sign me out</button><button type="submit" form="op.logoutForm">No, stay signed in</button>`,
  );

export const signedOutPage = (): string => page('Development issuer: signed out', '<p>You can close this page.</p>');
