const editor = document.querySelector('cowrite-editor');
const line = document.querySelector('#saved');

const SENTENCES = {
  loading: 'Opening…',
  saving: 'Saving…',
  saved: 'All changes are saved.',
  offline: 'Offline: changes are kept in this browser.',
  refused: 'Changes are refused.',
};

editor.addEventListener('saved', ({ detail }) => {
  line.textContent = SENTENCES[detail.state];
});

// Who writes: what your page knows of its user. A service that checks tokens goes by the token's word instead.
const name = new URLSearchParams(location.search).get('name');
if (name) editor.user = { id: name.toLowerCase(), name };
