// CodeMirror with what `connect` adds to the stock provider: whether all is saved, work kept offline, a token.

import { EditorView } from '@codemirror/view';
import { connect } from '@cowrite/editor/client';
import { yCollab } from 'y-codemirror.next';

const query = new URLSearchParams(location.search);
const connection = connect('http://127.0.0.1:8080', 'server.js');
connection.awareness.setLocalStateField('user', {
  name: query.get('name') ?? 'Guest',
  color: query.get('color') ?? '#4c51d8',
  colorLight: '#4c51d833',
});

const saved = document.querySelector('#saved');
connection.saved.subscribe((value) => {
  saved.textContent = { saved: 'Saved', saving: 'Saving…', offline: 'Offline: kept here' }[value.state] ?? value.state;
});

await connection.whenReady;
new EditorView({
  extensions: [
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'server.js' }),
    yCollab(connection.doc.getText('codemirror'), connection.awareness),
  ],
  parent: document.querySelector('main'),
});
