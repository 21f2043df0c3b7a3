"""sentence-transformers (PyTorch) behind POST /embed, a batch a request: a peer for HttpSideBySide.

    python sentence_transformers_server.py BAAI/bge-small-en-v1.5 --port 8082 --device cuda --dtype float16
"""
import argparse
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import torch
from sentence_transformers import SentenceTransformer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--dtype", default="float16")
    options = parser.parse_args()
    model = SentenceTransformer(options.model, device=options.device, model_kwargs={"dtype": getattr(torch, options.dtype)})
    one_at_a_time = threading.Lock()

    class Embed(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with one_at_a_time:
                vectors = model.encode(request["inputs"], batch_size=64, normalize_embeddings=True)
            body = json.dumps(vectors.astype(float).tolist()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    ThreadingHTTPServer(("127.0.0.1", options.port), Embed).serve_forever()


if __name__ == "__main__":
    main()
