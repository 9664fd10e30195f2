/** What a JWT says, unchecked: that is the server's to do. Nothing where it is none, such as an API key. */
export const claimsIn = (token: string): Record<string, unknown> => {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
    return Object(JSON.parse(new TextDecoder().decode(bytes)) as unknown);
  } catch {
    return {};
  }
};
