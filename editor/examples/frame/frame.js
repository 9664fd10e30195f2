const frame = document.querySelector('iframe');
const SERVICE = new URL(frame.src).origin;

// In earnest your own backend mints it, for whoever is signed in: see ../token-server.
const fetchToken = async () => (await fetch('token.txt')).text();

addEventListener('message', async ({ origin, source, data }) => {
  if (origin !== SERVICE || source !== frame.contentWindow) return;
  switch (data.type) {
    case 'cowrite:token-request':
      frame.contentWindow.postMessage({ type: 'cowrite:token', token: await fetchToken() }, SERVICE);
      break;
    case 'cowrite:height':
      frame.style.height = `${data.height}px`;
      break;
    case 'cowrite:saved':
      document.querySelector('#saved').textContent = data.saved.state === 'saved' ? 'All notes are saved.' : '…';
      break;
  }
});
