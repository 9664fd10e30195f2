// Tiptap over `connect`. Undo is the collaboration's: each writer's own.
import { connect } from '@cowrite/editor/client';
import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { StarterKit } from '@tiptap/starter-kit';

const connection = connect('http://127.0.0.1:8080', 'essay');
const saved = document.querySelector('#saved');
connection.saved.subscribe((value) => {
  saved.textContent = { saved: 'Saved', saving: 'Saving…', offline: 'Offline: kept here' }[value.state] ?? value.state;
});

await connection.whenReady;
new Editor({
  element: document.querySelector('main'),
  extensions: [StarterKit.configure({ undoRedo: false }), Collaboration.configure({ document: connection.doc })],
  editorProps: { attributes: { 'aria-label': 'Essay', role: 'textbox' } },
});
