// Asks the browser for a passkey where a form wants one, and sends the form with its answer. Without scripts the form says what is needed.

const { atob, btoa, navigator } = globalThis;

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const withBytes = (list = []) => list.map((each) => ({ ...each, id: bytesOf(each.id) }));

const make = (asked) =>
  navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytesOf(asked.challenge),
      user: { ...asked.user, id: bytesOf(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials),
    },
  });

const confirm = (asked) =>
  navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: bytesOf(asked.challenge),
      allowCredentials: withBytes(asked.allowCredentials),
    },
  });

/** As JSON, whichever of its fields there are. */
function answerOf(credential) {
  const { id, rawId, type, response } = credential;
  const names = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const bytes = names.flatMap((name) => (response[name] ? [[name, textOf(response[name])]] : []));
  const transports = response.getTransports ? { transports: response.getTransports() } : {};
  return JSON.stringify({
    ...{ id, type, rawId: textOf(rawId), response: { ...Object.fromEntries(bytes), ...transports } },
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

/** What the page says of each, in its reader's language. */
const whyNot = { NotAllowedError: 'cancelled', InvalidStateError: 'thereAlready', SecurityError: 'otherAddress' };

function offer(form) {
  const field = form.querySelector('input[name=passkey]');
  const problem = form.querySelector('[data-passkey-problem]');
  const asked = JSON.parse(form.dataset.passkey);
  form.querySelector('[data-passkey-missing]').hidden = true;
  form.addEventListener('submit', async (event) => {
    if (field.value !== '') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    problem.hidden = true;
    try {
      field.value = answerOf(await ('passkeyNew' in form.dataset ? make(asked) : confirm(asked)));
      form.requestSubmit(event.submitter);
    } catch (error) {
      const why = problem.dataset[whyNot[error.name] ?? 'otherwise'];
      problem.textContent = problem.dataset.passkeyProblem.replace('%why', () => why);
      problem.hidden = false;
    }
  });
}

if (globalThis.PublicKeyCredential) document.querySelectorAll('form[data-passkey]').forEach(offer);
