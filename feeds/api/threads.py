"""REST: following a thread, hearing nothing of it, and being unread from a post on."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.rest import no_content, shown
from esn.core.schema import problems, shape
from feeds import actions, queries
from feeds.queries import ThreadState
from people.authentication import Asked


class FollowThread(APIView):
    """Whether I follow a thread."""

    @extend_schema(operation_id="thread_state", responses={200: shape(ThreadState), **problems(401, 404)})
    def get(self, request: Asked, post_id: str) -> Response:
        """How the thread of a post stands for me: whoever speaks in one or is named in it follows it by itself."""
        return shown(queries.thread(request.user, post_id))

    @extend_schema(
        operation_id="follow_thread", request=None, responses={200: shape(ThreadState), **problems(401, 404)}
    )
    def put(self, request: Asked, post_id: str) -> Response:
        """Hear of what is said in a thread. Doing so twice changes nothing."""
        actions.follow_thread(request.user, post_id=post_id)
        return self.get(request, post_id)

    @extend_schema(operation_id="unfollow_thread", responses={200: shape(ThreadState), **problems(401, 404)})
    def delete(self, request: Asked, post_id: str) -> Response:
        """Hear of it no more, though I speak in it. Doing so twice changes nothing."""
        actions.unfollow_thread(request.user, post_id=post_id)
        return self.get(request, post_id)


class MuteThread(APIView):
    """Whether I want to hear nothing of a thread."""

    @extend_schema(operation_id="mute_thread", request=None, responses={200: shape(ThreadState), **problems(401, 404)})
    def put(self, request: Asked, post_id: str) -> Response:
        """Hear nothing of a thread: I read it on, and it is never unread."""
        actions.mute_thread(request.user, post_id=post_id)
        return shown(queries.thread(request.user, post_id))

    @extend_schema(operation_id="unmute_thread", responses={200: shape(ThreadState), **problems(401, 404)})
    def delete(self, request: Asked, post_id: str) -> Response:
        """Hear of it as if I had chosen nothing."""
        actions.unmute_thread(request.user, post_id=post_id)
        return shown(queries.thread(request.user, post_id))


class PostUnread(APIView):
    """Being unread from a post on."""

    @extend_schema(operation_id="mark_unread", request=None, responses={204: None, **problems(401, 404, 409)})
    def post(self, request: Asked, post_id: str) -> Response:
        """This post and what came after it is unread for me, on all my devices."""
        actions.mark_unread(request.user, post_id=post_id)
        return no_content()
