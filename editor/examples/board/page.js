const board = document.querySelector('cowrite-board');
const line = document.querySelector('#saved');

board.addEventListener('saved', ({ detail }) => {
  line.textContent = detail.state === 'saved' ? 'Everything is saved.' : `The board: ${detail.state}`;
});

// Who draws: what your page knows of its user. A service that checks tokens goes by the token's word instead.
const query = new URLSearchParams(location.search);
const name = query.get('name');
if (name) board.user = { id: name.toLowerCase(), name };
for (const attribute of ['language', 'theme']) {
  if (query.has(attribute)) board.setAttribute(attribute, query.get(attribute));
}
