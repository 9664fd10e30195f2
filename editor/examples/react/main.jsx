import { CollabEditor } from '@cowrite/editor/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import '@cowrite/editor/react/style.css';
import './page.css';
import { RatingButton } from './RatingButton.jsx';
import { formats, RatingNode } from './rating-node.js';
import { Stars } from './Stars.jsx';

const name = new URLSearchParams(location.search).get('name') ?? 'Ann';

const SENTENCES = { saved: 'All saved', saving: 'Saving…', offline: 'Offline: kept here', refused: 'Not saved' };

RatingNode.draw = (node) => <Stars nodeKey={node.getKey()} stars={node.getStars()} />;

/** One's own node and plugin beside the document's: stars, which the server exports if it is told of them, and other pages keep as they are. */
const App = () => {
  const [saved, setSaved] = useState('loading');
  const [theme, setTheme] = useState('light');
  return (
    <div className="page" data-theme={theme}>
      <header>
        <h1>The Left Hand of Darkness</h1>
        <button type="button" onClick={() => setTheme(theme === 'light' ? 'dark' : 'light')}>
          {theme === 'light' ? 'Dark' : 'Light'}
        </button>
      </header>
      <CollabEditor
        url="http://127.0.0.1:8080"
        documentId="review-1"
        user={{ id: name.toLowerCase(), name }}
        theme={theme}
        label="Review"
        nodes={[RatingNode]}
        formats={formats}
        plugins={<RatingButton place="#rate" />}
        onSaved={({ state }) => setSaved(state)}
        className="editor"
      />
      <footer>
        <span id="rate" />
        <span role="status">{SENTENCES[saved] ?? 'Opening…'}</span>
      </footer>
    </div>
  );
};

createRoot(document.querySelector('#root')).render(<App />);
