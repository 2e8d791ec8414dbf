// What pages for people without an account may load: their own styles, scripts and pictures, and nothing else.

export const closedPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Pages of who is signed in besides ask this service anew for a part of themselves. */
export const deskPolicy = `${closedPolicy}; connect-src 'self'`;
