// Makes the page easier where scripts run: a place to draw a signature, files that go on where they broke off, and no second press. Nothing needs it.
import SignaturePad from '/r-assets/signature_pad.js';
// Before what follows: a form that waits for a passkey is not sent yet.
import './passkey.js';
import './uploads.js';

for (const form of document.querySelectorAll('form')) {
  const drawing = form.querySelector('[data-drawing]');
  if (drawing) offerDrawing(form, drawing);
  form.addEventListener('submit', () => {
    // After this turn, so that the button's own name and value are still sent.
    setTimeout(() => form.querySelectorAll('button[type=submit]').forEach((button) => (button.disabled = true)));
  });
}

// A page that comes back from the browser's history would keep its button dead.
addEventListener('pageshow', () => {
  document.querySelectorAll('button[type=submit]').forEach((button) => (button.disabled = false));
});

function offerDrawing(form, drawing) {
  const canvas = drawing.querySelector('canvas');
  const field = drawing.querySelector('input[name=drawnSignature]');
  const hint = drawing.querySelector('[data-kept]');
  let kept = field.value;
  hint.hidden = kept === '';
  drawing.hidden = false;
  const pad = new SignaturePad(canvas, { penColor: '#12324d', backgroundColor: 'rgba(0,0,0,0)' });
  const fit = () => {
    const drawn = pad.toData();
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    if (canvas.offsetWidth === 0 || canvas.width === Math.round(canvas.offsetWidth * ratio)) return;
    canvas.width = Math.round(canvas.offsetWidth * ratio);
    canvas.height = Math.round(canvas.offsetHeight * ratio);
    canvas.getContext('2d').scale(ratio, ratio);
    pad.clear();
    pad.fromData(drawn);
  };
  new ResizeObserver(fit).observe(canvas);
  drawing.querySelector('[data-clear]').addEventListener('click', () => {
    pad.clear();
    kept = '';
    hint.hidden = true;
  });
  form.addEventListener('submit', () => {
    field.value = pad.isEmpty() ? kept : pad.toDataURL('image/png');
  });
}
