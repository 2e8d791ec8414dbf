// The guide as a page: what stands in its Markdown, set by a kept reader of Markdown, with no script.
import { readFileSync } from 'node:fs';
import { marked } from 'marked';

export const firstEngagementPath = '/docs/first-engagement';

export const guideStyle = `body{font:17px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fff}
h1,h2{line-height:1.25}h2{margin-top:2.5rem}a{color:#1d4fa8}
pre{background:#f4f6f9;border:1px solid #d8dee8;border-radius:6px;padding:.9rem;overflow-x:auto;font-size:14px;line-height:1.45}
code{font-family:ui-monospace,monospace}p code,li code{background:#f4f6f9;padding:.1em .3em;border-radius:4px}
blockquote{margin:1.5rem 0;padding:.2rem 1rem;border-left:4px solid #1d4fa8;background:#eef3fb}
@media(prefers-color-scheme:dark){body{background:#12161f;color:#e4e8f0}a{color:#8db4ff}pre,p code,li code{background:#1c2230;border-color:#333c4f}blockquote{background:#1a2436;border-color:#8db4ff}}`;

/** Whole lines of code scroll sideways, and whoever uses a keyboard has to be able to reach them. */
const reachable = (html: string): string => html.replaceAll('<pre>', '<pre tabindex="0">');

export function guidePage(): string {
  const text = readFileSync(new URL('firstEngagement.md', import.meta.url), 'utf8');
  const body = reachable(marked.parse(text, { async: false }));
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Your first engagement: Milestone Sign-Off API</title><link rel="stylesheet" href="/docs/guide.css"></head><body><main>${body}</main></body></html>`;
}
