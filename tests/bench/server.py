"""The server of the bench: nginx, whose access log says what was asked for."""
import getpass
import os
import resource
import socket
import subprocess
import time
from collections import Counter
from urllib.parse import unquote

# A page with arguments is stored under the name that town.py gives it.
FILES = 'try_files "${uri}__$args.html" $uri =404;'
ECHO = "load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;"
CONFIG = """
%(load)s
%(user)s
daemon off;
worker_processes 1;
worker_cpu_affinity %(cpu)s;
pid %(work)s/pid;
error_log %(work)s/error.log;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  default_type text/html;
  log_format bench '$request_method $status $request_uri';
  access_log %(work)s/access.log bench buffer=64k;
  client_body_temp_path %(work)s; proxy_temp_path %(work)s;
  fastcgi_temp_path %(work)s; uwsgi_temp_path %(work)s;
  scgi_temp_path %(work)s;
  sendfile on;
  tcp_nopush on;
  absolute_redirect off;
  keepalive_requests 100000000;
  open_file_cache max=%(open)d inactive=600s;
  open_file_cache_valid 600s;
  server {
    listen 127.0.0.1:%(port)d;
    root %(root)s;
    location / { %(answer)s }
    location @files { %(files)s }
    location ~ ^/moved/([a-z]+)/([0-9]+)$ {
      return 301 /$1/view.php?id=$2&lang=th;
    }
    location ~ ^/twice/(.+)$ { return 301 /moved/$1; }
    location ~ ^/away/([a-z]+)/([0-9]+)$ {
      return 302 /$1/view.php?id=$2&lang=th;
    }
    location = /loop/a { return 302 /loop/b; }
    location = /loop/b { return 302 /loop/a; }
    location /admin/ { return 403; }
  }
}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """nginx on a folder, for one with statement."""

    def __init__(self, root, work, latency):
        self.log = work / "access.log"
        self.port = free_port()
        self.config = work / "nginx.conf"
        # each file in nginx's cache stays open
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        wait = f"echo_sleep {latency / 1000}; echo_exec @files;"
        self.config.write_text(CONFIG % {
            "load": ECHO if latency else "",
            # root may run it, but nginx then wants to be told
            "user": f"user {getpass.getuser()};" if os.getuid() == 0 else "",
            "cpu": "10" if os.cpu_count() > 1 else "1",
            "work": work, "port": self.port, "root": root, "files": FILES,
            "open": files // 2,
            "answer": wait if latency else FILES})

    def __enter__(self):
        self.process = subprocess.Popen(
            ["/usr/sbin/nginx", "-c", self.config, "-e", "stderr"])
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                time.sleep(0.05)
        self.process.terminate()
        raise SystemExit(f"nginx does not start with {self.config}")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def requests(self):
        """How often each target was answered with 200; and all requests.
        Only after the end, when nginx has written all of its log."""
        fetched, count = Counter(), 0
        for line in self.log.read_text(errors="replace").splitlines():
            method, status, target = line.split(" ", 2)
            count += 1
            if (method, status) == ("GET", "200"):
                fetched[unquote(target, errors="replace")] += 1
        return fetched, count
