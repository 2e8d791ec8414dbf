// Makes the pages of who is signed in quicker where scripts run; nothing needs it.
import './uploads.js';

// A form that is being sent is not sent again by a second press.
for (const form of document.querySelectorAll('form[method=post]'))
  form.addEventListener('submit', ({ submitter }) => {
    // A file leaves the page as it is.
    if (submitter?.hasAttribute('data-download')) return;
    setTimeout(() => form.querySelectorAll('button[type=submit]').forEach((button) => (button.disabled = true)));
  });
addEventListener('pageshow', () => {
  document.querySelectorAll('button[type=submit]').forEach((button) => (button.disabled = false));
});

// "/" goes to the search, as in many a tool, unless somebody writes.
addEventListener('keydown', (event) => {
  const isWriting = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (event.key !== '/' || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.getElementById('find');
  if (!field) return;
  event.preventDefault();
  field.focus();
});

// Enter in a field that is looked for by presses its own button.
for (const part of document.querySelectorAll('[data-find]'))
  part.querySelector('input').addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    part.querySelector('button').click();
  });

// What stands beside a form is asked for anew while it is filled in; the page that comes back has it.
for (const form of document.querySelectorAll('form[data-live]')) {
  let waiting;
  let asked = 0;
  const ask = async () => {
    asked += 1;
    const mine = asked;
    const body = new URLSearchParams(new FormData(form));
    body.set('step', 'check');
    const response = await fetch(form.action, { method: 'POST', body });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const [here, there] = [document, page].map((each) => each.getElementById(form.dataset.live));
    if (mine === asked && here && there) here.replaceWith(document.adoptNode(there));
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask().catch(() => undefined), 500);
  });
  form.addEventListener('submit', () => clearTimeout(waiting));
}

// Forms that nothing stands beside are kept as drafts while they are filled in.
for (const form of document.querySelectorAll('form[data-keep]')) {
  let waiting;
  const keep = async () => {
    const body = new URLSearchParams(new FormData(form));
    body.set('step', 'keep');
    await fetch(form.action, { method: 'POST', body });
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep().catch(() => undefined), 1000);
  });
  form.addEventListener('submit', () => clearTimeout(waiting));
}

// Lists that change while one looks: what is new takes the place of what was, and the focus stays where it is.
for (const lists of document.querySelectorAll('[data-follow]')) {
  const title = document.title;
  const events = new globalThis.EventSource(lists.dataset.follow);
  const idOf = (element) => element?.closest('li')?.id;
  events.addEventListener('work', ({ data }) => {
    const focused = lists.contains(document.activeElement) ? document.activeElement : undefined;
    const [row, href] = [idOf(focused), focused?.getAttribute('href')];
    const next = document.createElement('div');
    next.innerHTML = JSON.parse(data);
    // The first is what the page came with: nothing is to move for it.
    if (next.innerHTML !== lists.innerHTML) lists.innerHTML = next.innerHTML;
    const again = row && document.getElementById(row);
    if (focused)
      (again?.querySelector(`a[href="${globalThis.CSS.escape(href)}"]`) ?? again?.querySelector('a'))?.focus();
    const count = lists.querySelector('.count')?.textContent;
    document.title = count && count !== '0' ? `(${count}) ${title}` : title;
  });
  addEventListener('pagehide', () => events.close());
}

// Where a form came back with something wrong, that is read first; where it has a new row, one goes on there.
document.getElementById('error')?.focus();
document.querySelector('[data-new] input, [data-new] textarea')?.focus();
