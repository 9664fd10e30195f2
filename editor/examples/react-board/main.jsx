import { CollabBoard } from '@cowrite/editor/react';
import '@cowrite/editor/react/style.css';
import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

const name = new URLSearchParams(location.search).get('name') ?? 'Guest';
const user = { id: name.toLowerCase(), name };

const Sketch = () => {
  const board = useRef(null);
  const [saved, setSaved] = useState('loading');
  return (
    <>
      <p>
        <button type="button" onClick={() => board.current.download('svg')}>
          Download
        </button>{' '}
        <output>{saved}</output>
      </p>
      <CollabBoard
        url="http://127.0.0.1:8080"
        documentId="sketch"
        label="Sketch"
        user={user}
        handle={board}
        onSaved={({ state }) => setSaved(state)}
        style={{ height: '70vh', border: '1px solid #8886' }}
      />
    </>
  );
};

createRoot(document.getElementById('root')).render(<Sketch />);
