// Runs before the first paint, so that a remembered theme doesn't flash. Not inline: the page's policy forbids that.
try {
  const theme = localStorage.getItem('cowrite.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme it is.
}
