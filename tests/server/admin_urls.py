"""The addresses of a site whose operator switched Django's administration on."""

from django.urls import path

from esn import urls
from esn.django_admin import site

urlpatterns = [path("django-admin/", site.urls), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
