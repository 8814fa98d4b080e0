"""`python -m web_widget`"""

from web_widget.server import main

main()
